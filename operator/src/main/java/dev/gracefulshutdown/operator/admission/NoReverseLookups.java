package dev.gracefulshutdown.operator.admission;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/**
 * Names are resolved as ever, addresses are not. {@code com.sun.net.httpserver.HttpsServer} asks the DNS for the name of
 * every peer before it shakes hands; where that answers late or never, so do we, and the API server gives up. Nobody here
 * needs the name of an address. Found by the JVM through {@code META-INF/services}.
 */
public final class NoReverseLookups extends InetAddressResolverProvider {
    @Override
    public InetAddressResolver get(Configuration configuration) {
        InetAddressResolver builtin = configuration.builtinResolver();
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
                return builtin.lookupByName(host, policy);
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                throw new UnknownHostException("addresses have no names here");
            }
        };
    }

    @Override
    public String name() {
        return "names of addresses are not asked for";
    }
}
