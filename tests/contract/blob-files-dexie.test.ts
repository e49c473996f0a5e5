import { blobFilesContract } from './blob-files-contract.ts';
import { fakePlatform } from './fake-platform.ts';
import { dexieBlobDevice } from './store-devices.ts';

blobFilesContract('the files over fake-indexeddb', () => dexieBlobDevice(fakePlatform));
