import type { Route } from './route.ts';

export const reportHealth: Route = { method: 'GET', path: '/api/health', handle: () => ({ type: 'text/plain', body: 'ok' }) };
