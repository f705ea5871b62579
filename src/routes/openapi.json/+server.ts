import { apiDocument } from '$lib/ui/api/document.js';
import type { RequestHandler } from './$types';

export const prerender = true;

/** A file of the site, so that the description is there before the worker that answers is. */
export const GET: RequestHandler = () => new Response(apiDocument, { headers: { 'Content-Type': 'application/json' } });
