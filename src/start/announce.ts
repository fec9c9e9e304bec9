import type { Config } from '../config.ts';
import { version } from '../http/version.ts';
import type { Service } from './service.ts';

/** The few lines that a person needs to go on. */
export function announce(service: Service, config: Config, logFile: string | undefined): string {
  const { address, adminKey } = service;
  const reading = config.publicRead ? 'reading needs none' : 'every request needs one';
  return [
    '',
    `Reckoner ${version} is ready at ${address}`,
    `  Docs       ${address}/docs`,
    `  Admin key  ${adminKey} (${reading})`,
    ...(logFile === undefined ? [] : [`  Log        ${logFile}`]),
    `  Look       ${address}/`,
    `  Try        curl '${address}/v1/predictions?limit=3'`,
    '  Stop       Ctrl-C',
    '',
  ].join('\n');
}
