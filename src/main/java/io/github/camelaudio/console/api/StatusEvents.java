package io.github.camelaudio.console.api;

import io.github.camelaudio.console.http.Role;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;

/**
 * The status as the data of events: whole for a client that has none yet, and for the others those
 * of its members that are not as they were the last time. One thread.
 */
final class StatusEvents {

  /** Of each member, its JSON. */
  private Map<String, String> latest = Map.of();

  private Map<String, String> changed = Map.of();

  /** Takes the status of now. */
  void next(JsonObject status) {
    Map<String, String> before = latest;
    Map<String, String> now = new HashMap<>();
    Map<String, String> differing = new HashMap<>();
    for (Map.Entry<String, Object> each : status) {
      String json = Json.encode(each.getValue());
      now.put(each.getKey(), json);
      if (!json.equals(before.get(each.getKey()))) {
        differing.put(each.getKey(), json);
      }
    }
    latest = now;
    changed = differing;
  }

  /** All members, with the role of who is to have them. */
  String whole(Role role) {
    Map<String, String> all = new HashMap<>(latest);
    all.put("role", Json.encode(role.word()));
    return object(all);
  }

  /** The members that differ from those of the status before. */
  String changes() {
    return object(changed);
  }

  private static String object(Map<String, String> members) {
    StringBuilder json = new StringBuilder("{");
    members.forEach(
        (name, value) ->
            json.append(json.length() == 1 ? "" : ",")
                .append(Json.encode(name))
                .append(':')
                .append(value));
    return json.append('}').toString();
  }
}
