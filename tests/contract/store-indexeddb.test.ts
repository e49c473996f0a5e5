import { fakePlatform } from './fake-platform.ts';
import { storeContract } from './store-contract.ts';
import { indexedDbStoreDevice } from './store-devices.ts';

storeContract('the IndexedDB store over fake-indexeddb', () => indexedDbStoreDevice(fakePlatform));
