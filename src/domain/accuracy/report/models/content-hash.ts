import { createHash } from 'node:crypto';
import { canonicalJson, type JsonValue } from '../../../audit/canonical-json.ts';

/** The model with the SHA-256 over its own canonical JSON without that field. */
export function sealed<Model extends object>(model: Model): Model & { readonly contentSha256: string } {
  const contentSha256 = createHash('sha256')
    .update(canonicalJson(model as unknown as JsonValue))
    .digest('hex');
  return { ...model, contentSha256 };
}
