package io.github.camelaudio.console.graph;

import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/** What a node of a route is called in a graph: short, and without secrets. */
final class NodeLabel {

  private static final int MAX_CHARACTERS = 60;

  private NodeLabel() {}

  /** Of a node that is no endpoint, or of an endpoint's without its options. */
  static String of(ProcessorDefinition<?> node) {
    String description = node.getDescriptionText();
    if (description != null && !description.isBlank()) {
      return shortened(description);
    }
    String uri = uri(node);
    if (uri != null) {
      return ofUri(uri);
    }
    if (node instanceof ProcessDefinition process) {
      return shortened(process.getRef() == null ? "process" : process.getRef());
    }
    if (node instanceof BeanDefinition bean) {
      return shortened(nameOf(bean) + (bean.getMethod() == null ? "" : "." + bean.getMethod()));
    }
    String label = node.getLabel();
    return shortened(label == null || label.isBlank() ? node.getShortName() : label);
  }

  private static String nameOf(BeanDefinition bean) {
    if (bean.getRef() != null) {
      return bean.getRef();
    }
    if (bean.getBeanType() != null) {
      return bean.getBeanType().substring(bean.getBeanType().lastIndexOf('.') + 1);
    }
    return bean.getBean() == null ? "bean" : bean.getBean().getClass().getSimpleName();
  }

  /** Where a node sends, as it is written; null for one that does not. */
  static @Nullable String uri(ProcessorDefinition<?> node) {
    if (node instanceof EndpointRequiredDefinition endpoint) {
      return endpoint.getEndpointUri();
    }
    return node instanceof ToDynamicDefinition to ? to.getUri() : null;
  }

  /** An endpoint without its options and without a password. */
  static String ofUri(String uri) {
    return shortened(withoutOptions(sanitized(uri)).replaceFirst("^([\\w.+-]+)://", "$1:"));
  }

  /** An endpoint as logs show it: secrets are replaced. */
  static String sanitized(String uri) {
    return String.valueOf(URISupport.sanitizeUri(uri));
  }

  static String withoutOptions(String uri) {
    int options = uri.indexOf('?');
    return options < 0 ? uri : uri.substring(0, options);
  }

  static String shortened(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= MAX_CHARACTERS ? line : line.substring(0, MAX_CHARACTERS - 1) + "…";
  }
}
