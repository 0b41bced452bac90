import { workerData } from 'node:worker_threads';
import { serveSearches } from '../search/search-pool.ts';
import { roadSearch } from './road-times.ts';

serveSearches(workerData, roadSearch);
