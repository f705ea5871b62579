import { createContext } from 'svelte';
import { AudienceState } from './audience.svelte.js';
import { CustomersState } from './customers.svelte.js';
import { DataState } from './data.svelte.js';
import { pageEngine } from './engine.js';
import type { EngineSource } from './engine.js';
import { HistoryInsightsState } from './history-insights.svelte.js';
import { HistoryState } from './history.svelte.js';
import { pageHistory } from './history-port.js';
import type { HistorySource } from './history-port.js';
import { LiveState } from './live.svelte.js';
import { LockState } from './lock.svelte.js';
import { NextOrdersState } from './next-orders.svelte.js';
import { OfflineState } from './offline.svelte.js';
import { PreferencesState } from './preferences.svelte.js';
import { PreparationState } from './preparation.svelte.js';
import { PrivacyState } from './privacy.svelte.js';
import { ProjectState } from './project.svelte.js';
import { ToastsState } from './toasts.svelte.js';
import { TroubleState } from './trouble.svelte.js';
import { TrainingState } from './training.svelte.js';

/** Everything that outlives a page: made once by the layout, found by pages through the context. */
export class App {
	readonly preferences = new PreferencesState();
	readonly toasts = new ToastsState();
	readonly offline = new OfflineState();
	readonly project: ProjectState;
	readonly preparation: PreparationState;
	readonly data: DataState;
	readonly training: TrainingState;
	readonly customers: CustomersState;
	readonly audience: AudienceState;
	readonly nextOrders: NextOrdersState;
	readonly history: HistoryState;
	readonly historyInsights: HistoryInsightsState;
	readonly live: LiveState;
	readonly privacy: PrivacyState;
	readonly lock: LockState;
	readonly trouble = new TroubleState();

	constructor(
		readonly engine: EngineSource = pageEngine,
		history: HistorySource = pageHistory
	) {
		this.project = new ProjectState(engine);
		this.preparation = new PreparationState(engine);
		this.data = new DataState(engine);
		this.training = new TrainingState(engine, this.project);
		this.customers = new CustomersState(engine);
		this.audience = new AudienceState(engine);
		this.nextOrders = new NextOrdersState(engine);
		this.history = new HistoryState(history);
		this.historyInsights = new HistoryInsightsState(engine);
		this.live = new LiveState(engine, this.project);
		this.privacy = new PrivacyState(engine);
		this.lock = new LockState(engine);
	}
}

const [useApp, provideApp] = createContext<App>();
export { provideApp, useApp };
