"""Attempts to reach other processes and machines through sockets."""

import socket


def connect_by_tcp(target):
    """connect to a port of this machine (TCP)"""
    socket.create_connection(("127.0.0.1", target["tcp"]), timeout=2).close()
    return True


def send_by_udp(target):
    """send a datagram (UDP)"""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        return sender.sendto(b"x", ("127.0.0.1", target["udp"])) == 1


def connect_to_a_socket_file(target):
    """connect to a socket in the file system"""
    with socket.socket(socket.AF_UNIX) as end:
        end.connect(target["folder"] + "/socket")
        return True


def connect_to_an_abstract_socket(target):
    """connect to an abstract socket"""
    with socket.socket(socket.AF_UNIX) as end:
        end.connect("\0" + target["abstract"])
        return True


def make_a_pair_of_sockets(_target):
    """make a pair of sockets"""
    socket.socketpair()
    return True


def talk_to_the_kernel(_target):
    """open a netlink socket"""
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0):
        return True


def send_raw_packets(_target):
    """open a raw socket"""
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP):
        return True
