import { expose } from 'comlink';
import { carryFailures } from './failures.js';
import { EngineService } from './service.js';

carryFailures();
expose(new EngineService());
