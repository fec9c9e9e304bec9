/** Bodies: taken as bytes, read by the route that wants them. Decoding is never done twice. */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { invalid, ReckonerError } from '../../domain/errors.ts';
import { decodeUtf8, parseStrictJson } from '../../domain/input/strict-json.ts';
import type { DeclaredRoute, Upload, UploadEncoding } from '../route.ts';

/** Content types that some route reads; any other is 415. */
const READ_TYPES = ['application/json', 'text/plain'];

/** Read as they come, by the routes that declare them. */
const UPLOAD_TYPES = ['text/csv', 'application/x-ndjson'];
const UPLOAD_ENCODINGS: readonly string[] = ['identity', 'gzip', 'br'] satisfies readonly UploadEncoding[];

/** Replaces Fastify's parsers by ones that keep the bytes. Other content types stay 415. */
export function installBodyParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(READ_TYPES, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.addContentTypeParser(UPLOAD_TYPES, (request, payload, done) => {
    const { declared } = request.routeOptions.config;
    if (declared?.uploads?.types.includes(mediaTypeOf(request)) === true) done(null, payload);
    else
      done(
        new ReckonerError(
          'unsupportedMedia',
          'unsupportedMediaType',
          `This path does not read ${mediaTypeOf(request)}.`,
        ),
      );
  });
  app.addHook('preParsing', (request, _reply, _payload, done) => done(encodingProblem(request)));
  app.addHook('preParsing', (request, _reply, _payload, done) => done(needlessBodyProblem(request)));
}

/** Of a DELETE: it reads no body, so one that is sent would be dropped unseen, and a type of none says nothing. */
function needlessBodyProblem(request: FastifyRequest): ReckonerError | null {
  if (request.method !== 'DELETE' || request.routeOptions.config.declared === undefined) return null;
  const { 'content-length': length = '0', 'transfer-encoding': chunks } = request.headers;
  if (length !== '0' || chunks !== undefined)
    return new ReckonerError('unsupportedMedia', 'noBodyHere', 'This path reads no body: send none.');
  delete request.headers['content-type'];
  return null;
}

function encodingProblem(request: FastifyRequest): ReckonerError | null {
  const { declared } = request.routeOptions.config;
  const encoding = request.headers['content-encoding'];
  // A route that reads no body has nothing to decode: the header says nothing there.
  if (declared?.body === undefined && declared?.textBody === undefined) return null;
  if (encoding === undefined || encoding.toLowerCase() === 'identity') return null;
  if (declared?.uploads?.types.includes(mediaTypeOf(request)) === true) {
    if (UPLOAD_ENCODINGS.includes(encoding.toLowerCase())) return null;
    return new ReckonerError(
      'unsupportedMedia',
      'unsupportedEncoding',
      `Send the file with Content-Encoding ${UPLOAD_ENCODINGS.join(', ')}, or without.`,
    );
  }
  return new ReckonerError(
    'unsupportedMedia',
    'unsupportedEncoding',
    'Send the body without Content-Encoding.',
  );
}

/** @throws ReckonerError unsupportedMedia, or invalid with the place of the first defect. */
export function requireJsonBody(request: FastifyRequest): unknown {
  return parseStrictJson(requireText(request, 'application/json', 'a JSON document, at least {}'));
}

/** @throws ReckonerError unsupportedMedia, or invalid where it is not UTF-8 or holds NUL. */
export function requireTextBody(request: FastifyRequest): string {
  const text = requireText(request, 'text/plain', 'the text as UTF-8');
  if (text.includes('\u0000')) throw invalid('nulCharacter', 'The text holds a NUL character.');
  return text;
}

/**
 * The body as it comes, where the route reads its type so; null where it does not.
 * @throws ReckonerError tooLarge where its length is announced to be beyond the limit, unsupportedMedia
 */
export function uploadOf({ uploads }: DeclaredRoute, request: FastifyRequest): Upload | null {
  const type = mediaTypeOf(request);
  if (uploads?.types.includes(type) !== true) return null;
  requireUtf8((request.headers['content-type'] ?? '').split(';').slice(1));
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > uploads.maximumBytes) {
    throw new ReckonerError(
      'tooLarge',
      'fileTooLarge',
      `The file has ${announced} bytes; this path takes ${uploads.maximumBytes}.`,
    );
  }
  const encoding = (request.headers['content-encoding'] ?? 'identity').toLowerCase() as UploadEncoding;
  return { type, encoding, stream: (request.body ?? Readable.from([])) as Readable };
}

function mediaTypeOf(request: FastifyRequest): string {
  return (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function requireUtf8(parameters: readonly string[]): void {
  for (const parameter of parameters) {
    const [name = '', value = ''] = parameter.trim().toLowerCase().split('=');
    if (name === 'charset' && !['utf-8', 'utf8'].includes(value.replaceAll('"', ''))) {
      throw new ReckonerError('unsupportedMedia', 'unsupportedCharset', 'Send the body as UTF-8.');
    }
  }
}

function requireText(request: FastifyRequest, mediaType: string, expected: string): string {
  const contentType = request.headers['content-type'];
  if (contentType === undefined && request.body === undefined) {
    throw invalid(
      'bodyRequired',
      `This path needs a body: send ${expected}, with Content-Type: ${mediaType}.`,
    );
  }
  const [type = '', ...parameters] = (contentType ?? '').split(';').map((part) => part.trim().toLowerCase());
  if (type !== mediaType) {
    throw new ReckonerError(
      'unsupportedMedia',
      'unsupportedMediaType',
      `This path reads ${mediaType}, not ${type || 'a body without Content-Type'}.`,
    );
  }
  requireUtf8(parameters);
  return decodeUtf8(request.body instanceof Uint8Array ? request.body : new Uint8Array());
}
