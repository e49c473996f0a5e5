import { transportContract } from './transport-contract.ts';
import { webSocketSite } from './transport-sites.ts';

transportContract('the platform’s WebSocket', webSocketSite);
