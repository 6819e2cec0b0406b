package dev.bellwether.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.model.Value;
import java.util.HashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerTest {
  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "'', external/unknown",
    "server.address=router server.port=9000, external/router:9000",
    "server.address=shop.example server.port=443, external/shop.example",
    "net.peer.name=router net.peer.port=9000, external/router:9000",
    "url.full=http://router:9000/record, external/router:9000",
    "http.url=https://shop.example/cart, external/shop.example",
    "url.full=::, external/unknown",
    "network.peer.address=10.0.0.7 network.peer.port=9000, external/10.0.0.7:9000",
    "server.address=::1 server.port=9000, external/[0:0:0:0:0:0:0:1]:9000",
    "server.address=0:0:0:0:0:0:0:1 server.port=9000, external/[0:0:0:0:0:0:0:1]:9000",
    "peer.service=bank server.address=10.0.0.7, external/bank",
    "service.peer.name=bank peer.service=old, external/bank",
    "rpc.system=grpc rpc.service=Greeter, external/Greeter",
    "rpc.system=grpc, external/unknown-grpc",
    "db.system.name=postgresql db.namespace=trades|public, postgresql/trades",
    "db.system=postgresql db.name=trades server.address=pg, postgresql/trades",
    "db.system=postgresql peer.service=ledger db.name=trades, postgresql/ledger",
    "db.system=redis server.address=cache server.port=6379, redis/cache:6379",
    "db.system=redis, redis",
    "messaging.system=kafka messaging.destination.name=orders, kafka/orders",
    "messaging.system=rabbitmq messaging.destination.name=amq.gen-1 "
        + "messaging.destination.temporary=true, rabbitmq",
    "messaging.system=sqs messaging.destination.template=reply-{id} "
        + "messaging.destination.name=reply-7, sqs/reply-{id}",
  })
  void attributes_name_the_peer(String attributes, String id) {
    var values = new HashMap<String, Value>();
    for (var pair : attributes.split(" ", -1)) {
      var parts = pair.split("=", 2);
      if (parts.length == 2) {
        values.put(parts[0], Value.of(parts[1]));
      }
    }

    assertThat(Peer.of(values).node().id()).isEqualTo(id);
  }
}
