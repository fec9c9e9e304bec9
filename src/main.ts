/** The process: reads the environment, starts the service, closes it on a signal. */
import { readConfig } from './config.ts';
import { announce } from './start/announce.ts';
import { openLogger } from './start/logger.ts';
import { startService } from './start/service.ts';
import { explainFailure, onFault, onStopSignal, say, unlessStopped } from './start/terminal.ts';

const stop = onStopSignal();
try {
  const config = readConfig(process.env);
  const log = openLogger(config.logLevel, config.dataDirectory, process.stderr.isTTY === true);
  const service = await unlessStopped(startService(config, log, say), stop);
  if (service === null) {
    say('Stopped before it was ready');
    process.exit(0);
  }
  onFault(async (error) => {
    log.logger.fatal({ err: error }, 'a defect ends the service');
    await service.close();
    await log.flush();
  });
  if (!stop.signal.aborted) say(announce(service, config, log.file));
  await stop.requested;
  await service.close();
  await log.flush();
  say('Stopped');
  process.exit(0);
} catch (error) {
  if (!stop.signal.aborted) explainFailure(error);
  process.exit(stop.signal.aborted ? 0 : 1);
}
