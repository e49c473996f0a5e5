import { storeContract } from '../../contract/store-contract.ts';
import { dexieStoreDevice } from '../../contract/store-devices.ts';
import { openSmallBucket } from './small-bucket.ts';

storeContract('the Dexie store in a browser', async () =>
  dexieStoreDevice(await openSmallBucket()),
);
