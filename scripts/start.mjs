/** `npm start`: prepares what is missing, then becomes the service, so that signals reach it. */
import './node-version.mjs';
import { prepare } from './prepare.mjs';

prepare();
await import('../dist/src/main.js');
