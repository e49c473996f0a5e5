import { transportContract } from './transport-contract.ts';
import { memorySite } from './transport-sites.ts';

transportContract('the network in memory', memorySite);
