/** The version of the service, as package.json says it. */
import packageJson from '../../package.json' with { type: 'json' };

export const { version } = packageJson;
