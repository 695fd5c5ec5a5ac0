import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';

/** Where a request goes, as URL and the SDK's requests say it. */
interface Target {
  protocol: string;
  hostname: string;
  port?: number | string | undefined;
}

/** Whether the target is the server at `own` (`http://127.0.0.1:4500`), by whatever name this machine has. */
export function isOwnAddress(target: Target, own: string | undefined): boolean {
  if (own === undefined || !URL.canParse(own)) return false;
  const server = new URL(own);
  if (portOf(target) !== portOf(server)) return false;
  return plain(target.hostname) === plain(server.hostname) || isThisMachine(plain(target.hostname));
}

const portOf = ({ protocol, port }: Target) => Number(port) || (protocol === 'https:' ? 443 : 80);

const plain = (hostname: string) => hostname.toLowerCase().replace(/^\[|\]$|\.$/g, '');

function isThisMachine(host: string): boolean {
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  const version = isIP(host);
  return version !== 0 && ownAddresses().check(host, version === 6 ? 'ipv6' : 'ipv4');
}

// A list also knows an IPv4 address that is written as IPv6 (::ffff:127.0.0.1).
function ownAddresses(): BlockList {
  const list = new BlockList();
  list.addSubnet('127.0.0.0', 8);
  list.addAddress('0.0.0.0');
  list.addAddress('::', 'ipv6');
  list.addAddress('::1', 'ipv6');
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  for (const { address, family } of all) list.addAddress(address, family === 'IPv6' ? 'ipv6' : 'ipv4');
  return list;
}
