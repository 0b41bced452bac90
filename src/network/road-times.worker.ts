import { workerData } from 'node:worker_threads';
import { roadSearch } from './road-times.ts';
import { serveSearches } from './search-pool.ts';

serveSearches(workerData, roadSearch);
