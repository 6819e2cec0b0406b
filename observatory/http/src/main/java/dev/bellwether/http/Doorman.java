package dev.bellwether.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.transport.Transport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts the connections of a listener from the moment they are accepted, which is before Vert.x
/// tells anyone of them: closes those above the limit, and those that have not made a request
/// before the header deadline. Vert.x offers no such hook, but lets us configure its server socket.
final class Doorman implements Transport {
  private final Transport nio = io.vertx.core.transport.Transport.NIO.implementation();
  private final int connectionsMax;
  private final Duration headerDeadline;

  /// Connections that have not made a request yet, by the caller's address.
  private final Map<Caller, Channel> silent = new ConcurrentHashMap<>();

  Doorman(int connectionsMax, Duration headerDeadline) {
    this.connectionsMax = connectionsMax;
    this.headerDeadline = headerDeadline;
  }

  /// The connection's first headers are here: it has nothing more to fear from the doorman.
  void heard(HttpConnection connection) {
    var remote = connection.remoteAddress();
    silent.remove(new Caller(remote.hostAddress(), remote.port()));
  }

  @Override
  public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
    nio.configure(options, domainSocket, bootstrap);
    bootstrap.handler(new Door());
  }

  @Override
  public SocketAddress convert(java.net.SocketAddress address) {
    return nio.convert(address);
  }

  @Override
  public java.net.SocketAddress convert(SocketAddress address) {
    return nio.convert(address);
  }

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    return nio.ioHandlerFactory();
  }

  @Override
  public DatagramChannel datagramChannel() {
    return nio.datagramChannel();
  }

  @Override
  @SuppressWarnings("deprecation") // in the signature that Vert.x asks for
  public DatagramChannel datagramChannel(InternetProtocolFamily family) {
    return nio.datagramChannel(family);
  }

  @Override
  public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
    return nio.channelFactory(domainSocket);
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    return nio.serverChannelFactory(domainSocket);
  }

  private record Caller(String address, int port) {
    static Caller of(Channel channel) {
      var remote = (InetSocketAddress) channel.remoteAddress();
      return new Caller(remote.getAddress().getHostAddress(), remote.getPort());
    }
  }

  /// Sits on one server socket, where what is read are accepted connections.
  private final class Door extends ChannelInboundHandlerAdapter {
    private final AtomicInteger open = new AtomicInteger();

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
      var channel = (Channel) accepted;
      if (open.incrementAndGet() > connectionsMax) {
        open.decrementAndGet();
        channel.unsafe().closeForcibly();
        return;
      }
      var caller = Caller.of(channel);
      silent.put(caller, channel);
      var _ =
          channel
              .closeFuture()
              .addListener(_ -> {
                open.decrementAndGet();
                silent.remove(caller, channel);
              });
      var _ =
          context
              .executor()
              .schedule(
                  () -> dismiss(caller, channel), headerDeadline.toMillis(), TimeUnit.MILLISECONDS);
      context.fireChannelRead(accepted);
    }

    private void dismiss(Caller caller, Channel channel) {
      if (silent.remove(caller, channel)) {
        var _ = channel.close();
      }
    }
  }
}
