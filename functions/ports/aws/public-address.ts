import { BlockList, isIPv4, isIPv6 } from 'node:net';

// What IANA's registries of special-purpose addresses keep from the public internet, and Azure's host (168.63.129.16).
const specialIpv4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
// Of IPv6 only 2000::/3 is public, and in it these are not, or lead to an IPv4 address inside (Teredo, 6to4).
const publicIpv6 = ['2000::/3'];
const specialIpv6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

/** A list of subnets such as `10.0.0.0/8` and `fc00::/7`. */
export function subnets(texts: readonly string[]): BlockList {
  const list = new BlockList();
  for (const text of texts) {
    const [network = '', prefix] = text.split('/');
    const isV6 = isIPv6(network);
    list.addSubnet(network, prefix === undefined ? (isV6 ? 128 : 32) : Number(prefix), isV6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

const special = { ipv4: subnets(specialIpv4), ipv6: subnets(specialIpv6) };
const reachable = subnets(publicIpv6);

/** Whether an IP address lies in the public internet; an IPv4 address that is written as IPv6 (::ffff:10.0.0.1) does not, whatever it is. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !special.ipv4.check(address, 'ipv4');
  return isIPv6(address) && reachable.check(address, 'ipv6') && !special.ipv6.check(address, 'ipv6');
}
