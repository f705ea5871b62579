import type { DemoName } from '../../core/data/demos.js';
import type { Part } from '../../core/data/formats/combine.js';
import type { Readiness } from '../../core/data/readiness.js';
import type { Cleaning } from '../../core/data/transactions.js';
import type { ColumnGuess, Encoding, Mapping, Quality, Role, TableFormat } from '../../core/data/types.js';
import type { Explanation } from '../../core/explanation/types.js';
import type { OrdersClass } from '../../core/features/customers-by-orders.js';
import type { MonthCount } from '../../core/features/orders-per-month.js';
import type { Question } from '../../core/features/types.js';
import type { Unusual } from '../../core/features/unusual.js';
import type { Progress } from '../../core/progress.js';
import type { MatchFile, Platform } from '../../core/recommendation/match-file.js';
import type { PageMaterial } from '../../core/project/portable-what-if.js';
import type { AnswerInputs } from '../../core/project/what-if-answers.js';
import type { RequestNote } from '../privacy/requests.js';
import type { OpenLock } from '../storage/port.js';
import type {
	AudienceAnswer,
	AudienceFileKind,
	AudienceRequest,
	CampaignResult,
	CustomerPrediction,
	CustomerQuery,
	CustomerRow,
	ProductLikeness,
	ProjectCard,
	WhatIfAnswer,
	WhatIfBasis,
	WhatIfRequest,
	WhatIfStart
} from '../../core/project/cards.js';
import type { HistoryEngine } from './history-engine.js';
import type { LiveEngine } from './live-engine.js';
import type { InsightEngine } from './insights.js';
import type { NextOrdersEngine } from './next-orders.js';
import type { TrainingEngine } from './training-engine.js';

export type * from '../../core/project/cards.js';
export type { OutcomeAnswer } from './history-engine.js';
export type * from './live-engine.js';
export type * from './training-engine.js';
export type { InsightKind } from './insights.js';

export type Report = (progress: Progress) => void;

export interface ProjectListing {
	readonly id: string;
	readonly name: string;
	readonly created: string;
	readonly customers: number;
	readonly products: number;
	readonly models: number;
	readonly bytes: number;
}

/** A file, or several of one shop, as first understood. The table itself stays in the worker until `accept`. */
export interface Inspection {
	readonly name: string;
	readonly bytes: number;
	readonly rows: number;
	readonly guesses: readonly ColumnGuess[];
	readonly preview: readonly (readonly string[])[];
	readonly mapping: Mapping;
	/** The mapping is the one that was accepted for a file with the same columns before. */
	readonly remembered: boolean;
	/** How the text was read; undefined for workbooks and other files that are not text. */
	readonly format?: TableFormat;
	/** Roles that a person has to point out before the file can be used. */
	readonly missing: readonly Role[];
	readonly dateAmbiguous: boolean;
	/** A column of money that may be for a piece or for the whole line. */
	readonly priceDoubt?: string;
	readonly productCandidates: readonly { readonly name: string; readonly distinct: number; readonly support: number }[];
	/** What became of each file, sheet or part of an archive, where there were several. */
	readonly parts?: readonly Part[];
}

/** What a mapping makes of the inspected file, before anything is stored. */
export interface DataPreview {
	readonly quality: Quality;
	readonly question: Question;
	readonly products: readonly { readonly name: string; readonly customers: number; readonly orders: number }[];
	/** Orders per calendar month, none left out; empty where the data has no dates. */
	readonly months: readonly MonthCount[];
	/** Whether there is enough to learn from, and what is missing. */
	readonly readiness?: Readiness;
	readonly customersByOrders: readonly OrdersClass[];
	readonly unusual: readonly Unusual[];
}

/**
 * Everything heavy, in a worker. Failures are thrown as LikelyError with code and facts. `report` arguments are
 * called on the page; `cancel` ends what runs within half a second, and it then throws `cancelled`.
 */
export interface Engine extends InsightEngine, TrainingEngine, LiveEngine, HistoryEngine, NextOrdersEngine {
	/** Calls back with how far the open project is being made ready behind everything else; with undefined when it is. */
	onPreparation(report: (progress: Progress | undefined) => void): Promise<void>;
	/** Ends that; lists and audiences that wait for it throw `cancelled`. */
	stopPreparation(): Promise<void>;
	projects(): Promise<readonly ProjectListing[]>;
	/** The project that was open last, or undefined on a first visit. */
	resume(): Promise<ProjectCard | undefined>;
	open(id: string): Promise<ProjectCard>;
	/** The open project where another tab has changed it; undefined where it is the same, or something is being computed. Throws `storage.outdated`. */
	refresh(): Promise<ProjectCard | undefined>;
	/** The demo with its models as they were trained when the site was built. */
	openDemo(name: DemoName, report: Report): Promise<ProjectCard>;
	remove(id: string): Promise<void>;
	rename(id: string, name: string): Promise<ProjectCard>;

	/** Several files are taken together: those with one header, and a file of returns. */
	inspect(files: File | readonly File[], report: Report): Promise<Inspection>;
	inspectDemo(name: DemoName, report: Report): Promise<Inspection>;
	/** Reads the files that are being looked at again, their letters in another encoding. */
	reread(encoding: Encoding, report: Report): Promise<Inspection>;
	preview(mapping: Mapping, returns?: File, cleaning?: Cleaning): Promise<DataPreview>;
	/** Rows set aside by the last preview, as CSV with reasons. */
	rejected(): Promise<string>;
	/** Turns the inspected file into the open, stored project. */
	accept(name: string): Promise<ProjectCard>;

	/**
	 * The project as it was before its last training or before orders were added to it, with its name and threshold of today.
	 * Throws `project.nothing_to_undo` where that is final already.
	 */
	takeBack(): Promise<ProjectCard>;
	/** Makes it final: what was before is no longer kept in memory. */
	settle(): Promise<void>;

	choose(model: string): Promise<ProjectCard>;
	setThreshold(threshold: number): Promise<ProjectCard>;
	/** A sensible question of this kind for the open project's data. */
	suggest(kind: Question['kind'], given?: { readonly asOf?: number; readonly horizon?: number }): Promise<Question>;

	customers(query: CustomerQuery): Promise<{ readonly total: number; readonly rows: readonly CustomerRow[] }>;
	predict(customer: string, threshold?: number): Promise<CustomerPrediction>;
	/** Why: impacts of every parameter on the customer's `limit` most likely products. */
	explain(customer: string, limit: number): Promise<readonly Explanation[]>;
	/** Who speaks for the customer's `limit` most likely products; empty for models that do not compare customers. */
	likeness(customer: string, limit: number): Promise<readonly ProductLikeness[]>;
	/** Whom to show what, what it should bring, and what the same choice hits among held-out customers. */
	audience(request: AudienceRequest): Promise<AudienceAnswer>;
	/** The audience as a CSV list, kept-back customers marked. */
	audienceFile(request: AudienceRequest, kind: AudienceFileKind): Promise<{ readonly text: string; readonly rows: number }>;
	/** Hashed identifiers of who is shown an ad, as an ad platform takes them. country: of telephone numbers without a code. */
	audienceMatch(request: AudienceRequest, platform: Platform, country: string): Promise<MatchFile>;
	/** What became of an exported list, by the open project's orders. */
	measureCampaign(list: File): Promise<CampaignResult>;

	/** Without a customer: the invented one, which starts as the baseline customer. */
	whatIfStart(customer?: string, given?: Pick<WhatIfRequest, 'facts' | 'baselineOf'>): Promise<WhatIfStart>;
	whatIf(request: WhatIfRequest): Promise<WhatIfAnswer>;
	/** What answers begin with, before single values are edited. */
	whatIfInputs(basis: WhatIfBasis): Promise<AnswerInputs>;
	/** The chosen model for the page to answer moved values by itself; undefined where that would hold it up. */
	whatIfForPage(): Promise<PageMaterial | undefined>;

	/** Opens what is stored under a passphrase; undefined where there is none. The answer unlocks other tabs, too. */
	unlock(passphrase: string): Promise<OpenLock | undefined>;
	adoptLock(open: OpenLock): Promise<void>;
	setPassphrase(passphrase: string): Promise<OpenLock>;
	changePassphrase(passphrase: string, next: string): Promise<void>;
	removePassphrase(passphrase: string): Promise<void>;

	/** What this worker has asked for since it started. */
	requests(): Promise<readonly RequestNote[]>;
	/** Tries to reach a foreign host from this worker: what stopped it, or undefined if nothing did. */
	trySend(host: string): Promise<string | undefined>;

	/** The open project with data, models and evaluation as a `.likely` file, under a passphrase where one is given. */
	exportProject(passphrase?: string): Promise<Blob>;
	/** Throws `project.sealed` where a passphrase is needed, `lock.wrong_passphrase`. */
	importProject(file: Blob, report: Report, passphrase?: string): Promise<ProjectCard>;
}
