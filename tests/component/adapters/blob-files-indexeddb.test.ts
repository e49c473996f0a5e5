import { blobFilesContract } from '../../contract/blob-files-contract.ts';
import { indexedDbBlobDevice } from '../../contract/store-devices.ts';
import { openSmallBucket } from './small-bucket.ts';

blobFilesContract('the files in a browser', async () =>
  indexedDbBlobDevice(await openSmallBucket()),
);
