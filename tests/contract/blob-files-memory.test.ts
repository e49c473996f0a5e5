import { blobFilesContract } from './blob-files-contract.ts';
import { memoryBlobDevice } from './store-devices.ts';

blobFilesContract('the files in memory', memoryBlobDevice);
