import { blobFilesContract } from '../../contract/blob-files-contract.ts';
import { dexieBlobDevice } from '../../contract/store-devices.ts';
import { openSmallBucket } from './small-bucket.ts';

blobFilesContract('the files in a browser', async () => dexieBlobDevice(await openSmallBucket()));
