import { workerData } from 'node:worker_threads';
import { serveSearches } from '../../../src/network/search/search-pool.ts';
import { matrixSearch } from './matrix-input.ts';

serveSearches(workerData, matrixSearch);
