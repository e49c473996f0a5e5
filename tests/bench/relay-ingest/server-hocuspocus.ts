import './end-with-parent.ts';
import { Server } from '@hocuspocus/server';

/** Hocuspocus as it comes, without storage. */
const server = new Server({ port: 0, quiet: true, stopOnSignals: false });
await server.listen();
process.stdout.write(String(server.address.port));
