import { fakePlatform } from './fake-platform.ts';
import { storeContract } from './store-contract.ts';
import { dexieStoreDevice } from './store-devices.ts';

storeContract('the Dexie store over fake-indexeddb', () => dexieStoreDevice(fakePlatform));
