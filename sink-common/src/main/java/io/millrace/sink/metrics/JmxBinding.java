/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.metrics;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows a task's gauges as one MBean, {@code io.millrace:type=sink-task,connector=<name>,task=<number>}, and as others each
 * destination that takes nothing, {@code io.millrace:type=blocked-destination,...,destination=<name>,code=<code>}, and each
 * cause of letters, {@code io.millrace:type=dead-letters,...}. Thread-safe.
 */
public final class JmxBinding implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JmxBinding.class);
    private static final String BLOCKED = "blocked-destination";
    private static final String LETTERS = "dead-letters";

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final String connector;
    private final int task;
    private final SinkMetrics metrics;

    private JmxBinding(String connector, int task, SinkMetrics metrics) {
        this.connector = connector;
        this.task = task;
        this.metrics = metrics;
    }

    /** Registers the gauges. Metrics are never a reason to fail: if JMX refuses, that is logged. */
    public static JmxBinding register(String connector, int task, SinkMetrics metrics) {
        JmxBinding binding = new JmxBinding(connector, task, metrics);
        binding.register(objectName(connector, task), metrics.gauges());
        metrics.blocked().displayOn(binding.new Groups(BLOCKED));
        metrics.letters().displayOn(binding.new Groups(LETTERS));
        return binding;
    }

    private void register(ObjectName name, List<Gauge> gauges) {
        GaugeBean bean = new GaugeBean(gauges);
        try {
            try {
                server.registerMBean(bean, name);
            } catch (InstanceAlreadyExistsException e) {
                // An earlier task of this number that has not ended yet; the newer one is the one to look at.
                LOG.debug("Replacing MBean {}", name, e);
                server.unregisterMBean(name);
                server.registerMBean(bean, name);
            }
        } catch (JMException e) {
            LOG.warn("Cannot show metrics as MBean {}", name, e);
        }
    }

    private void unregister(ObjectName name) {
        try {
            if (server.isRegistered(name)) {
                server.unregisterMBean(name);
            }
        } catch (JMException e) {
            LOG.warn("Cannot unregister MBean {}", name, e);
        }
    }

    /** The name of a task's MBean. */
    public static ObjectName objectName(String connector, int task) {
        return objectName("sink-task", connector, task, Map.of());
    }

    /** The name of the MBean of a destination that takes nothing. */
    public static ObjectName blockedName(String connector, int task, String destination, String code) {
        return objectName(BLOCKED, connector, task, Map.of("destination", destination, "code", code));
    }

    private static ObjectName objectName(String type, String connector, int task, Map<String, String> labels) {
        StringBuilder name = new StringBuilder("io.millrace:type=").append(type);
        name.append(",connector=")
                .append(ObjectName.quote(connector))
                .append(",task=")
                .append(task);
        labels.forEach(
                (label, value) -> name.append(',').append(label).append('=').append(ObjectName.quote(value)));
        try {
            return new ObjectName(name.toString());
        } catch (JMException e) {
            throw new IllegalStateException("A quoted name is always valid", e);
        }
    }

    @Override
    public void close() {
        metrics.blocked().displayOn(null);
        metrics.letters().displayOn(null);
        unregister(objectName(connector, task));
    }

    private final class Groups implements LabelledGauges.Display {
        private final String type;

        Groups(String type) {
            this.type = type;
        }

        @Override
        public void show(Map<String, String> labels, List<Gauge> gauges) {
            register(objectName(type, connector, task, labels), gauges);
        }

        @Override
        public void hide(Map<String, String> labels) {
            unregister(objectName(type, connector, task, labels));
        }
    }

    private static final class GaugeBean implements DynamicMBean {
        private final Map<String, Gauge> gauges;

        GaugeBean(List<Gauge> gauges) {
            this.gauges = gauges.stream().collect(Collectors.toMap(Gauge::name, gauge -> gauge));
        }

        @Override
        public Object getAttribute(String attribute) throws AttributeNotFoundException {
            Gauge gauge = gauges.get(attribute);
            if (gauge == null) {
                throw new AttributeNotFoundException("There is no metric '" + attribute + "'");
            }
            return gauge.value().getAsDouble();
        }

        @Override
        public AttributeList getAttributes(String[] attributes) {
            AttributeList list = new AttributeList();
            for (String attribute : attributes) {
                Gauge gauge = gauges.get(attribute);
                if (gauge != null) {
                    list.add(new Attribute(attribute, gauge.value().getAsDouble()));
                }
            }
            return list;
        }

        @Override
        public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
            throw new AttributeNotFoundException("Metrics are read-only");
        }

        @Override
        public AttributeList setAttributes(AttributeList attributes) {
            return new AttributeList();
        }

        @Override
        public Object invoke(String action, Object[] parameters, String[] signature) {
            throw new UnsupportedOperationException("Metrics have no operations");
        }

        @Override
        public MBeanInfo getMBeanInfo() {
            MBeanAttributeInfo[] attributes = gauges.values().stream()
                    .map(gauge -> new MBeanAttributeInfo(
                            gauge.name(), double.class.getName(), gauge.description(), true, false, false))
                    .toArray(MBeanAttributeInfo[]::new);
            return new MBeanInfo(GaugeBean.class.getName(), "Millrace sink task", attributes, null, null, null);
        }
    }
}
