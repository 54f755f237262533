/**
 * NOTE lean http. Importing `node:http` by name makes Node evaluate every export of it, among them the browser's WebSocket, and so
 * load a whole HTTP client that a server has no use for: 80 ms and 14 MiB here (Node 24). The part that serves stands in
 * `_http_server`, which Node calls internal and may take away (DEP0199); then this is `node:http` again, and slower to start.
 */
import type http from 'node:http';

type Serving = Pick<typeof http, 'createServer' | 'Server' | 'ServerResponse'>;

const lean = process.getBuiltinModule('node:_http_server' as 'node:http') as Serving | undefined;
export const { Server } = lean ?? process.getBuiltinModule('node:http');
