import { sveltekit } from '@sveltejs/kit/vite';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { words } from './src/words/plugin.js';
import { startChunk } from './src/start-chunk.js';
import { chromiumArguments, chromiumPath } from './tests/chromium.js';

const isolated = {
	'Cross-Origin-Opener-Policy': 'same-origin',
	'Cross-Origin-Embedder-Policy': 'require-corp'
};

export default defineConfig({
	plugins: [words(), sveltekit(), startChunk()],
	worker: { format: 'es' },
	server: { headers: isolated },
	preview: { headers: isolated },
	build: { chunkSizeWarningLimit: 700 },
	optimizeDeps: {
		include: [
			'@tensorflow/tfjs-core',
			'@tensorflow/tfjs-core/dist/register_all_gradients.js',
			'@tensorflow/tfjs-backend-cpu',
			'@tensorflow/tfjs-backend-wasm',
			'@tensorflow/tfjs-backend-webgl',
			'@tensorflow/tfjs-backend-webgpu',
			'@wuchale/svelte/runtime.svelte',
			'wuchale/runtime'
		]
	},
	test: {
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					environment: 'node',
					include: ['tests/core/**/*.test.ts', 'tests/cli/**/*.test.ts', 'tests/words/**/*.test.ts', 'tests/style/**/*.test.ts'],
					// What they import holds no state that one could leave to the next.
					isolate: false,
					testTimeout: 30_000
				}
			},
			{
				extends: true,
				resolve: { conditions: ['browser'] },
				test: {
					name: 'browser',
					include: ['tests/browser/**/*.test.ts', 'tests/ui/**/*.test.ts', 'tests/state/**/*.test.ts'],
					testTimeout: 30_000,
					browser: {
						enabled: true,
						headless: true,
						screenshotFailures: false,
						provider: playwright({
							// WebGPU, imitated by the processor where there is no graphics card.
							launchOptions: { executablePath: chromiumPath(), args: [...chromiumArguments, '--enable-unsafe-webgpu'] }
						}),
						instances: [{ browser: 'chromium' }]
					}
				}
			},
			{
				extends: true,
				test: {
					name: 'e2e',
					environment: 'node',
					include: ['tests/e2e/**/*.test.ts'],
					testTimeout: 120_000,
					hookTimeout: 120_000,
					// Two browsers at a time: they mostly wait.
					maxWorkers: 2
				}
			}
		]
	}
});
