"""Which network addresses lie on the open internet: nothing else is ever connected to."""

import ipaddress

_EMBEDDING = ipaddress.ip_network("64:ff9b::/96")
"""NAT64: the last four bytes are an IPv4 address."""
_LOCAL_EMBEDDING = ipaddress.ip_network("64:ff9b:1::/48")
_COMPATIBLE = ipaddress.ip_network("::/96")


def is_public(written: str) -> bool:
    """Say whether an IP address belongs to the open internet.

    Private, loopback, link-local, shared (CGNAT), multicast, reserved and documentation addresses do not, in
    whatever IPv6 clothes they come (mapped, compatible, NAT64, 6to4, Teredo).
    """
    try:
        address = ipaddress.ip_address(written.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return _is_public_v4(address)
    inner = _inner(address)
    if inner is not None:
        return _is_public_v4(inner)
    if address in _LOCAL_EMBEDDING or "%" in written:
        return False
    return _is_plainly_public(address) and not address.is_site_local


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in _EMBEDDING or address in _COMPATIBLE:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _is_public_v4(address: ipaddress.IPv4Address) -> bool:
    return _is_plainly_public(address)


def _is_plainly_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return address.is_global and not (
        address.is_multicast
        or address.is_reserved
        or address.is_loopback
        or address.is_link_local
        or address.is_private
        or address.is_unspecified
    )
