/** Ends with one clear line where Node is too old; plain enough for any Node that knows modules. */
var found = process.versions.node.split('.').map(Number);

if (found[0] < 20 || (found[0] === 20 && found[1] < 19)) {
  console.error(
    'Reckoner needs Node 20.19 or newer; this is Node ' +
      process.versions.node +
      ' (see https://nodejs.org).',
  );
  process.exit(1);
}
