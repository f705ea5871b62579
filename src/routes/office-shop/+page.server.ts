import { loadExample } from '$lib/ui/home/load-example.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ fetch }) => loadExample('office-shop', fetch);
