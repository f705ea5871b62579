import type * as Core from '@tensorflow/tfjs-core';
import { LikelyError } from '../../core/errors.js';

/** Watches whether the GPU that a backend computes on is still there. */
export interface Watch {
	/** Rejects with `tensorflow.lost` once it is gone. */
	readonly gone: Promise<never>;
	isGone(): boolean;
}

/** What a backend on a GPU holds on to. */
interface OnGpu {
	getGPGPUContext?(): { readonly gl: WebGL2RenderingContext };
	readonly device?: { readonly lost: Promise<unknown> };
}

/** Starts to watch the backend in use; undefined where it needs no GPU. */
export function watchBackend(tf: typeof Core): Watch | undefined {
	const name = tf.getBackend();
	const backend = tf.backend() as unknown as OnGpu;
	const lost = () => new LikelyError('tensorflow.lost', { backend: name });
	const watch = (gone: Promise<never>, isGone: () => boolean): Watch => {
		gone.catch(() => undefined);
		return { gone, isGone };
	};
	if (name === 'webgl' && backend.getGPGPUContext) {
		const { gl } = backend.getGPGPUContext();
		return watch(
			new Promise<never>((_, reject) => gl.canvas.addEventListener('webglcontextlost', () => reject(lost()))),
			() => gl.isContextLost()
		);
	}
	if (name === 'webgpu' && backend.device) {
		let isGone = false;
		const gone = backend.device.lost.then((): never => {
			isGone = true;
			throw lost();
		});
		return watch(gone, () => isGone);
	}
	return undefined;
}
