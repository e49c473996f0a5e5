import { measure } from './load.ts';
import { hocuspocusPeer, yWebsocketPeer } from './yjs-peers.ts';
console.log(await measure(yWebsocketPeer(1600,300),100));
console.log(await measure(hocuspocusPeer(1600,300),100));
process.exit();
