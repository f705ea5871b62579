import { expose } from 'comlink';
import { carryFailures } from './failures.js';
import { EngineService } from './service.js';

/** Answers the page from here on. */
export function serve(): void {
	carryFailures();
	expose(new EngineService());
}
