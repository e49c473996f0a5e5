import { storeContract } from '../../contract/store-contract.ts';
import { indexedDbStoreDevice } from '../../contract/store-devices.ts';
import { openSmallBucket } from './small-bucket.ts';

storeContract('the IndexedDB store in a browser', async () =>
  indexedDbStoreDevice(await openSmallBucket()),
);
