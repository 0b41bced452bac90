import { workerData } from 'node:worker_threads';
import { serveSearches } from '../search/search-pool.ts';
import { frictionSearch } from './friction-times.ts';

serveSearches(workerData, frictionSearch);
