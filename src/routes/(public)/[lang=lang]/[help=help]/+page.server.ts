import { redirect } from '@sveltejs/kit';
import helplines from '#messages/helplines.json';
import { bySection, type HelpLine } from './help-lines.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ params }) => {
	const slug = params.lang === 'sv' ? 'hjalp' : 'help';
	if (params.help !== slug) redirect(308, `/${params.lang}/${slug}`);
	return { sections: bySection(helplines as HelpLine[], params.lang) };
};
