import { workerData } from 'node:worker_threads';
import { serveSearches } from '../../../src/network/search-pool.ts';
import { matrixSearch } from './matrix-input.ts';

serveSearches(workerData, matrixSearch);
