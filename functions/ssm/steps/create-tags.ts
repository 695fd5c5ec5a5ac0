import type { JsonObject } from '../../ports/json.ts';
import { mapsIn, textAt } from './answers.ts';
import { InvalidInput, requiredMaps, requiredTexts, wordOf } from './inputs.ts';
import { type Look, polledAction, succeeded } from './polled-action.ts';
import { callAws } from './role.ts';
import type { StepContext } from './step-action.ts';

const types = ['EC2', 'ManagedInstance', 'MaintenanceWindow', 'Parameter'] as const;
const mostTags = 50;

/** A tag on a resource. */
interface Tagged {
  id: string;
  Key: string;
  Value: string;
}

/** What a step asks for: every tag on every resource. */
interface Wish {
  type: (typeof types)[number];
  ids: string[];
  tags: { Key: string; Value: string }[];
}

/** aws:createTags: tags EC2 resources, or one resource of Systems Manager, and waits until the tags show. */
export const createTags = polledAction({
  phase: 'verifying the tags have been created',

  async look(context, state): Promise<Look> {
    const wish = wishOf(context.record.inputs);
    if (!state) await tag(context, wish);
    const shown = await shownTags(context, wish);
    const isShown = ({ id, Key, Value }: Tagged) =>
      shown.some((one) => one.id === id && one.Key === Key && one.Value === Value);
    const missing = wish.ids.flatMap((id) => wish.tags.map((one) => ({ id, ...one }))).filter((one) => !isShown(one));
    const [{ id, Key } = { id: '', Key: '' }] = missing;
    return missing.length ? { state: {}, detail: `The tag ${Key} of ${id} does not show` } : succeeded();
  },
});

function wishOf(inputs: JsonObject): Wish {
  const type = wordOf(inputs, 'ResourceType', types) ?? 'EC2';
  const ids = requiredTexts(inputs, 'ResourceIds');
  const tags = requiredMaps(inputs, 'Tags', mostTags).map(({ Key, Value = '' }) => {
    if (typeof Key !== 'string' || Key === '' || typeof Value !== 'string')
      throw new InvalidInput('Tags must be a list of maps, each with the texts Key and Value');
    return { Key, Value };
  });
  if (type !== 'EC2' && ids.length > 1)
    throw new InvalidInput(`ResourceIds names ${ids.length} resources, but only one of type ${type} can be tagged`);
  return { type, ids, tags };
}

function tag(context: StepContext, { type, ids, tags }: Wish): Promise<JsonObject> {
  if (type === 'EC2')
    return callAws(context, { service: 'ec2', operation: 'CreateTags', input: { Resources: ids, Tags: tags } });
  const input = { ResourceType: type, ResourceId: ids[0] ?? '', Tags: tags };
  return callAws(context, { service: 'ssm', operation: 'AddTagsToResource', input });
}

async function shownTags(context: StepContext, wish: Wish): Promise<Tagged[]> {
  if (wish.type === 'EC2') return shownByEc2(context, wish);
  const [id = ''] = wish.ids;
  const input = { ResourceType: wish.type, ResourceId: id };
  const answer = await callAws(context, { service: 'ssm', operation: 'ListTagsForResource', input });
  return mapsIn(answer.TagList).map((shown) => tagged(id, shown));
}

async function shownByEc2(context: StepContext, { ids, tags }: Wish): Promise<Tagged[]> {
  const Filters = [
    { Name: 'resource-id', Values: ids },
    { Name: 'key', Values: tags.map(({ Key }) => Key) },
    { Name: 'value', Values: tags.map(({ Value }) => Value) },
  ];
  const shown: Tagged[] = [];
  let NextToken = '';
  do {
    const input = { Filters, ...(NextToken && { NextToken }) };
    const answer = await callAws(context, { service: 'ec2', operation: 'DescribeTags', input });
    shown.push(...mapsIn(answer.Tags).map((one) => tagged(textAt('$.ResourceId', one), one)));
    NextToken = textAt('$.NextToken', answer);
  } while (NextToken);
  return shown;
}

const tagged = (id: string, tag: JsonObject): Tagged => ({
  id,
  Key: textAt('$.Key', tag),
  Value: textAt('$.Value', tag),
});
