/** Which methods a path has, for 405, `Allow` and OPTIONS: Fastify itself answers 404 there. */
import type { FastifyInstance } from 'fastify';
import { nearestName } from '../domain/input/nearest-name.ts';

export interface PathMatcher {
  /** Methods of the path in alphabetic order, with OPTIONS; empty for an unknown path. */
  methodsAt(path: string): string[];
  /** Whether a route has the path itself, letter by letter: then it is the value of no parameter. */
  isLiteral(path: string): boolean;
  /** The path with one part of it spelt as a route has it; null where no route is that near. */
  nearest(path: string): string | null;
}

/** The path of a request's target, without its query. */
export function pathOf(target: string): string {
  return target.split(/[?;#]/, 1)[0] ?? target;
}

/** Collects the routes from now on. Register it before the first route. */
export function collectMethods(app: FastifyInstance): PathMatcher {
  const routes = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>();
  app.addHook('onRoute', ({ url, method }) => {
    const route = routes.get(url) ?? { pattern: patternOf(url), methods: new Set(['OPTIONS']) };
    for (const name of [method].flat()) route.methods.add(name);
    routes.set(url, route);
  });
  return {
    isLiteral: (path) => routes.has(path),
    methodsAt: (path) => {
      const literal = routes.get(path);
      const matching =
        literal === undefined ? [...routes.values()].filter(({ pattern }) => pattern.test(path)) : [literal];
      const methods = matching.flatMap((route) => [...route.methods]);
      return [...new Set(methods)].sort();
    },
    nearest: (path) => {
      const parts = path.split('/');
      const found = [...routes.keys()].flatMap((url) => respelt(parts, url.split('/')) ?? []);
      return (
        found.find((candidate) => [...routes.values()].some(({ pattern }) => pattern.test(candidate))) ?? null
      );
    },
  };
}

/** The parts as a route has them, where they differ from it in the spelling of one. */
function respelt(parts: readonly string[], route: readonly string[]): string | null {
  // The other parts are given back as they came.
  if (parts.length !== route.length || parts.some((part) => part.length > 60)) return null;
  const wrong = parts.flatMap((part, at) => (route[at]?.startsWith(':') || part === route[at] ? [] : [at]));
  const [at] = wrong;
  if (at === undefined || wrong.length > 1) return null;
  const near = nearestName(parts[at] as string, [route[at] as string]);
  return near === null ? null : parts.with(at, near).join('/');
}

/** `/v1/sources/:id` as an expression; a `*` at the end takes the rest. */
function patternOf(url: string): RegExp {
  if (url === '*' || url === '/*') return /^(?!)/;
  const source = url.split('/').map((part) => {
    if (part.startsWith(':')) return '[^/]+';
    return part === '*' ? '.*' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${source.join('/')}$`);
}
