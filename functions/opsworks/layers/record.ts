import type { Layer, LayerAttributesKeys } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import type { Stored } from '../../ports/store.ts';
import { checkCustomJson } from '../custom-json.ts';
import { invalid } from '../errors.ts';
import { hide, type Hiding, sealed, type Secrets } from '../secrets.ts';
import type { StackRecord } from '../stacks/record.ts';
import { wireTime } from '../wire-time.ts';

/** What a user says about a layer, with the mask in the place of each secret. */
export type LayerSettings = Omit<
  Layer,
  'LayerId' | 'StackId' | 'Arn' | 'CreatedAt' | 'DefaultRecipes' | 'DefaultSecurityGroupNames'
>;

/** A layer as stored; times in epoch milliseconds. */
export interface LayerRecord {
  id: string;
  stackId: string;
  order: string;
  createdAt: number;
  settings: LayerSettings;
  secrets: Secrets;
  tags: Record<string, string>;
}

/** Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_Layer.html */
const secretAttributes: LayerAttributesKeys[] = ['HaproxyStatsPassword', 'MysqlRootPassword', 'GangliaPassword'];

/** Settings as they are kept, apart from their secrets; the mask stands for a secret that was there `before`. */
export const hidden = (
  settings: LayerSettings,
  before: Secrets,
  ports: Pick<Ports, 'secrets'>,
): Promise<Pick<LayerRecord, 'settings' | 'secrets'>> =>
  sealed((hiding) => ({ ...settings, Attributes: masked(hiding, settings.Attributes) }), before, ports);

function masked(hiding: Hiding, attributes: LayerSettings['Attributes']): LayerSettings['Attributes'] {
  const shown = { ...attributes };
  for (const name of secretAttributes) {
    const mask = hide(hiding, `Attributes.${name}`, shown[name]);
    if (mask !== undefined) shown[name] = mask;
  }
  return shown;
}

const shortname = /^[A-Za-z0-9._-]{1,200}$/;

/** Refuses what no layer can be, and what the other layers of the stack leave no room for. */
export function checkLayer(settings: LayerSettings, others: readonly Stored<LayerRecord>[]): void {
  const { Name, Shortname = '', Type, CustomJson } = settings;
  if (!Name?.trim() || Name.length > 255) throw invalid('The name of a layer has 1 to 255 characters');
  if (!shortname.test(Shortname))
    throw invalid('The short name of a layer has 1 to 200 of the characters A-Z, a-z, 0-9, -, _ and .');
  checkCustomJson(CustomJson);
  const all = others.map(({ value }) => value.settings);
  if (all.some((other) => other.Name === Name))
    throw invalid(`There is already a layer named "${Name}" for this stack`);
  if (all.some((other) => other.Shortname === Shortname))
    throw invalid(`There is already a layer with shortname "${Shortname}" for this stack`);
  if (Type !== 'custom' && all.some((other) => other.Type === Type))
    throw invalid(`There is already a layer of type "${Type}" for this stack`);
}

/** A layer's ARN, with the slash that ends it. */
const layerArn = ({ account, settings: { Region } }: StackRecord, id: string): string =>
  `arn:aws:opsworks:${Region}:${account}:layer/${id}/`;

/** A layer as it is shown. */
export const layerView = (stack: StackRecord, layer: LayerRecord): Layer => ({
  ...layer.settings,
  LayerId: layer.id,
  StackId: layer.stackId,
  Arn: layerArn(stack, layer.id),
  DefaultRecipes: { Setup: [], Configure: [], Deploy: [], Undeploy: [], Shutdown: [] },
  DefaultSecurityGroupNames: [],
  CreatedAt: wireTime(layer.createdAt),
});
