import { storeContract } from './store-contract.ts';
import { memoryStoreDevice } from './store-devices.ts';

storeContract('the store in memory', memoryStoreDevice);
