import type { SettingsStore } from '../storage/port.js';
import { backendNames } from './load.js';
import type { BackendName } from './load.js';

/** Training rows a second by backend; 0 where it does not start on this device. */
export type Speeds = Readonly<Partial<Record<BackendName, number>>>;

/** What networks compute with on this device. */
export interface Compute {
	readonly wish: 'automatic' | BackendName;
	/** What was measured, by kind of network; the newest comes last. */
	readonly measured: Readonly<Record<string, Speeds>>;
}

const key = 'compute';
/** Kinds of network that are remembered. */
const most = 12;

/** The device's settings; what was measured with another version of the browser does not count. */
export async function loadCompute(settings: SettingsStore, agent = navigator.userAgent): Promise<Compute> {
	const stored = (await settings.get(key)) as { wish?: unknown; agent?: unknown; measured?: unknown } | undefined;
	const wish = backendNames.find((name) => name === stored?.wish) ?? 'automatic';
	const measured: Record<string, Speeds> = {};
	if (stored?.agent === agent && stored.measured && typeof stored.measured === 'object')
		for (const [network, speeds] of Object.entries(stored.measured)) {
			const given = speeds as Readonly<Record<string, unknown>> | null;
			const known = backendNames.flatMap((name) => (typeof given?.[name] === 'number' && given[name] >= 0 ? [[name, given[name]]] : []));
			if (known.length) measured[network] = Object.fromEntries(known) as Speeds;
		}
	return { wish, measured };
}

/** Keeps the device's settings, with the browser that they were measured in. */
export async function saveCompute(settings: SettingsStore, compute: Compute, agent = navigator.userAgent): Promise<void> {
	await settings.set(key, { ...compute, agent });
}

/** What was measured last with a network of the family. */
export function lastSpeeds(measured: Compute['measured'], family: string): Speeds {
	return Object.entries(measured).findLast(([network]) => network.startsWith(`${family}/`))?.[1] ?? {};
}

/** The same with one more measurement. */
export function withSpeeds(compute: Compute, network: string, speeds: Speeds): Compute {
	const others = Object.entries(compute.measured).filter(([name]) => name !== network);
	return { ...compute, measured: Object.fromEntries([...others.slice(1 - most), [network, speeds]]) };
}

/** Those that start, the quickest first; WASM also where another is quicker by no more than a measurement's noise. */
export function fastest(speeds: Speeds): BackendName[] {
	const speed = (name: BackendName) => (speeds[name] ?? 0) * (name === 'wasm' ? 1.15 : 1);
	return backendNames.filter((name) => speed(name) > 0).sort((a, b) => speed(b) - speed(a));
}
