/** Every device that is signed in; any of them can be signed out from here. */
import { useQuery } from "@tanstack/react-query";
import { Laptop, Smartphone } from "lucide-react";
import { devicesQuery, useEndDevice, useEndOtherDevices } from "@/features/security/api";
import type { Device } from "@/shared/api/types";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { AgoText } from "@/shared/ui/date-text";
import { ErrorState } from "@/shared/ui/error-state";
import { Loading, SkeletonRows } from "@/shared/ui/skeleton";
import { Pill } from "@/shared/ui/state";
import { notify } from "@/shared/ui/toast";

export function Devices() {
  const devices = useQuery(devicesQuery);
  const endOthers = useEndOtherDevices();
  const others = devices.data?.filter((device) => !device.is_current) ?? [];
  const action = (
    <Button
      size="small"
      isPending={endOthers.isPending}
      onPress={() =>
        endOthers.mutate(undefined, {
          onSuccess: ({ ended }) =>
            notify({ title: ended === 1 ? "1 device was signed out" : `${ended} devices were signed out` }),
          onError: (error) => notify({ title: "They could not be signed out", detail: error.message }),
        })
      }
    >
      Sign out everywhere else
    </Button>
  );
  return (
    <Card title="Devices" action={others.length > 0 ? action : undefined}>
      <DeviceList devices={devices.data} error={devices.error} onRetry={() => void devices.refetch()} />
    </Card>
  );
}

type DeviceListProps = { devices: Device[] | undefined; error: unknown; onRetry: () => void };

function DeviceList({ devices, error, onRetry }: DeviceListProps) {
  if (error !== null) return <ErrorState isCompact error={error} onRetry={onRetry} />;
  if (devices === undefined) {
    return (
      <Loading what="your devices">
        <SkeletonRows rows={2} />
      </Loading>
    );
  }
  if (devices.length === 0) {
    return <p className="text-ink-2">A developer's token opens no session, so there is nothing to list.</p>;
  }
  return (
    <ul className="flex flex-col">
      {devices.map((device) => (
        <DeviceRow key={device.id} device={device} />
      ))}
    </ul>
  );
}

function DeviceRow({ device }: { device: Device }) {
  const end = useEndDevice();
  const Icon = /iPhone|iPad|Android/.test(device.name) ? Smartphone : Laptop;
  return (
    <li className="flex items-center gap-3 border-b border-hairline py-3 last:border-0">
      <Icon aria-hidden className="size-5 shrink-0 text-ink-2" />
      <div className="min-w-0 flex-1">
        <div className="truncate font-medium">{device.name}</div>
        <div className="truncate text-13 text-ink-2">
          {device.address} · used <AgoText instant={device.last_used_at} />
        </div>
      </div>
      {device.is_current ? (
        <Pill tone="good">This device</Pill>
      ) : (
        <Button
          size="small"
          aria-label={`Sign out ${device.name}`}
          isPending={end.isPending}
          onPress={() =>
            end.mutate(device.id, {
              onSuccess: () => notify({ title: `${device.name} was signed out` }),
              onError: (error) => notify({ title: "It could not be signed out", detail: error.message }),
            })
          }
        >
          Sign out
        </Button>
      )}
    </li>
  );
}
